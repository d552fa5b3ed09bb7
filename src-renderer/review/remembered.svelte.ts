// What Review keeps between sessions while the app runs: whether photos are flicked, and whether it opens with the summary of the last session.

export const remembered = $state({ flicked: false, summing: false });
