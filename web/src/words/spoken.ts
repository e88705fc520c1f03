/** A machine's name as people read it: "ScaleDownStabilized" and "scale_down" are "scale down stabilized", "scale down". */
export function spoken(name: string): string {
  return name
    .replaceAll("_", " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}
