import { chooseTheme, useTheme, type Theme } from "../theme";
import { IconButton } from "../parts/IconButton";

const next: Record<Theme, Theme> = { system: "dark", dark: "light", light: "system" };
const names: Record<Theme, string> = { system: "as the system", dark: "dark", light: "light" };

export function ThemeButton() {
  const theme = useTheme();
  return (
    <IconButton
      icon={theme}
      label={`Colours: ${names[theme]}. Change to ${names[next[theme]]}`}
      onClick={() => chooseTheme(next[theme])}
    />
  );
}
