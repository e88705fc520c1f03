/** A share, 0 to 1, as a thin bar. */
export function Meter({ share, label }: { share: number; label: string }) {
  return (
    <div role="img" aria-label={label} className="my-1 h-1 overflow-hidden rounded-full bg-line">
      <div
        className={`h-full rounded-full ${share > 0.9 ? "bg-busy" : "bg-faint"}`}
        style={{ width: `${Math.min(100, share * 100)}%` }}
      />
    </div>
  );
}
