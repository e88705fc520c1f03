import type { Setting } from "../api/settings";
import { useLive } from "../live/use_live";

const isDefault = (setting: Setting) => setting.origin === "default";

/** Within the project's folder a file is called by its name there. */
function shortOrigin(origin: string, composeFile: string): string {
  const folder = composeFile.slice(0, composeFile.lastIndexOf("/") + 1);
  return folder && origin.startsWith(folder) ? origin.slice(folder.length) : origin;
}

/** Settings with where each was said; what nobody said is fainter. */
export function SettingList({ settings }: { settings: Setting[] }) {
  const composeFile = useLive((state) => state.status?.daemon.compose_file ?? "");
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
            title={setting.origin}
            className={`text-xs leading-5 break-all max-md:col-span-2 ${isDefault(setting) ? "text-faint" : "text-soft"}`}
          >
            {shortOrigin(setting.origin, composeFile)}
          </span>
        </li>
      ))}
    </ul>
  );
}
