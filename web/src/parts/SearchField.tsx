import { Icon } from "./Icon";
import { Keys } from "./Keys";

/** Where `/` leads. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <label className="flex h-8 items-center gap-2 rounded-md border border-line-strong bg-raised px-2 text-faint focus-within:border-accent max-md:h-10 max-md:flex-1 max-md:basis-48">
      <Icon name="search" size={14} />
      <input
        type="search"
        data-search
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && (value ? onChange("") : event.currentTarget.blur())}
        className="w-40 min-w-0 bg-transparent text-sm text-ink outline-none placeholder:text-faint max-md:w-full"
      />
      <span className="max-md:hidden">
        <Keys keys="/" />
      </span>
    </label>
  );
}
