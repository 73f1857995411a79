// Where this digit stands on the curves (curves.js): {chart: name of the chart, x, points: {line's name: value}}.

export const DOTS = "dots";
