// What Review keeps between sessions while the app runs.

export const remembered = $state({ flicked: false });
