import { classes } from "./classes";

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; name: string }[];
  onChange: (value: T) => void;
}

/** One of a few, all of them in sight. */
export function Choice<T extends string>({ label, value, options, onChange }: Props<T>) {
  return (
    <div
      role="group"
      aria-label={label}
      className="inline-flex flex-wrap rounded-md border border-line bg-sunken p-0.5"
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={classes(
            "rounded px-2 py-0.5 text-xs font-medium max-md:py-1.5",
            option.value === value ? "bg-raised text-ink shadow-low" : "text-soft hover:text-ink",
          )}
        >
          {option.name}
        </button>
      ))}
    </div>
  );
}
