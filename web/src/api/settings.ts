export interface Setting {
  key: string;
  value: string;
  /** Where it was said: "compose.yaml:12:7", "label docktor.min of shop/web", "default". */
  origin: string;
}

export interface ServiceSettings {
  service: string;
  settings: Setting[];
}

/** What the daemon goes by. `error`: why changed settings are refused; those from before are in force. */
export interface Settings {
  error?: string;
  services: ServiceSettings[];
}
