export interface PartHealth {
  part: string;
  ok: boolean;
  says: string;
  advice: string;
}

export interface Health {
  ok: boolean;
  parts: PartHealth[];
}
