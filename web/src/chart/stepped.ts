import uPlot from "uplot";

const paths = uPlot.paths.stepped?.({ align: 1 });

/** For what stays as it is until it changes: counts and limits. */
export const stepped: Partial<uPlot.Series> = paths ? { paths } : {};
