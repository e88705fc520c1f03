import type { Setting } from "../api/settings";

const isDefault = (setting: Setting) => setting.origin === "default";

/** Settings with where each was said; what nobody said is fainter. */
export function SettingList({ settings }: { settings: Setting[] }) {
  return (
    <ul className="divide-y divide-line">
      {settings.map((setting) => (
        <li
          key={setting.key}
          className="grid grid-cols-2 gap-x-4 px-4 py-1.5 text-sm md:grid-cols-[14rem_minmax(8rem,1fr)_minmax(0,1.5fr)]"
        >
          <span className={`font-mono text-xs leading-5 break-all ${isDefault(setting) ? "text-faint" : ""}`}>
            {setting.key}
          </span>
          <span className={isDefault(setting) ? "text-faint" : "font-semibold"}>{setting.value}</span>
          <span
            className={`text-xs leading-5 break-all max-md:col-span-2 ${isDefault(setting) ? "text-faint" : "text-soft"}`}
          >
            {setting.origin}
          </span>
        </li>
      ))}
    </ul>
  );
}
