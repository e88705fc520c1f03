import { approve, chooseMode, pause, reject, resume, type Command } from "../act/command";
import { whyNot } from "../act/may";
import { run } from "../act/run";
import type { Session } from "../api/session";
import type { ServiceStatus } from "../api/status";
import { shortName } from "../live/short_name";
import type { IconName } from "../parts/Icon";
import { toDecision, toDecisions, toService } from "../routes";
import { goTo } from "../use_route";
import { chooseTheme } from "../theme";
import { pages } from "./pages";

/** Something that the palette leads to or does. */
export interface PaletteChoice {
  /** What it leads to or does; no two have the same. */
  id: string;
  name: string;
  note: string;
  /** Who may, where who is logged in may not; else empty. */
  refusal: string;
  icon: IconName;
  act: () => void;
}

const leading = (name: string, note: string, icon: IconName, href: string): PaletteChoice => ({
  id: href,
  name,
  note,
  refusal: "",
  icon,
  act: () => goTo(href),
});

function asking(command: Command, note: string, session: Session | null): PaletteChoice {
  return {
    id: `${command.operation} ${JSON.stringify(command.input)}`,
    name: command.text,
    note,
    refusal: whyNot(session, command.operation),
    icon: "person",
    act: () => void run(command),
  };
}

function ofService(service: ServiceStatus, session: Session | null): PaletteChoice[] {
  const name = shortName(service.service);
  const order = service.override ? resume(service.service) : pause(service.service, 3600);
  const answers = service.proposal ? [approve(service.proposal), reject(service.proposal)] : [];
  const modes = (["auto", "manual"] as const).filter((mode) => mode !== service.mode);
  const choices = modes.map((mode) => chooseMode(service.service, mode));
  const commands = service.mode === "cannot_scale" ? [] : [...answers, order, ...choices];
  return [
    leading(name, "service", "overview", toService(service.service)),
    ...commands.map((command) => asking(command, `on ${name}`, session)),
    leading(`Decisions of ${name}`, "decisions", "decisions", toDecisions(service.service)),
  ];
}

/** Whether the letters of `text` come in this order in `name`; the fewer between them, the better. Null: they do not. */
export function distance(name: string, text: string): number | null {
  const hay = name.toLowerCase();
  let at = -1;
  let first = -1;
  for (const letter of text.toLowerCase().replaceAll(" ", "")) {
    at = hay.indexOf(letter, at + 1);
    if (at < 0) return null;
    if (first < 0) first = at;
  }
  return at - first + first / 10;
}

export function choicesFor(text: string, services: ServiceStatus[], session: Session | null): PaletteChoice[] {
  const all = [
    ...pages.map((page) => leading(page.name, page.keys, page.icon, page.href)),
    ...services.flatMap((service) => ofService(service, session)),
    ...(["dark", "light", "system"] as const).map((theme) => ({
      id: theme,
      name: `Colours: ${theme}`,
      note: "",
      refusal: "",
      icon: theme,
      act: () => chooseTheme(theme),
    })),
  ];
  const asId = /^d\d+$/.test(text) ? [leading(`Decision ${text}`, "decision", "decisions", toDecision(text))] : [];
  const found = all
    .map((choice) => ({ choice, far: distance(choice.name, text) }))
    .filter((one) => one.far !== null)
    .sort((a, b) => (text ? a.far! - b.far! : 0));
  return [...asId, ...found.map((one) => one.choice)].slice(0, 12);
}
