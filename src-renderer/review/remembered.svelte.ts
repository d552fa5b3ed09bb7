// What the Review keeps from one session to the next while the app runs.

export const remembered = $state({ flicked: false });
