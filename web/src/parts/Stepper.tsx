import { Button } from "./Button";

/** A whole number between two bounds. */
export function Stepper({
  label,
  value,
  min,
  max,
  onChange,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  return (
    <div role="group" aria-label={label} className="inline-flex items-center gap-1">
      <Button
        aria-label="One less"
        disabled={value <= min}
        onClick={() => onChange(value - 1)}
        className="!px-3 text-lg"
      >
        −
      </Button>
      <output aria-live="polite" className="w-10 text-center text-xl font-semibold">
        {value}
      </output>
      <Button
        aria-label="One more"
        disabled={value >= max}
        onClick={() => onChange(value + 1)}
        className="!px-3 text-lg"
      >
        +
      </Button>
    </div>
  );
}
