import { useEffect, useRef, type ReactNode } from "react";

interface Props {
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** In front of everything, until it is closed: by Escape, or by a click beside it. */
export function Dialog({ label, onClose, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    box.current?.showModal();
  }, []);
  return (
    <dialog
      ref={box}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => event.target === box.current && box.current?.close()}
      className="arriving mt-[12vh] w-[min(40rem,calc(100vw-2rem))] rounded-xl border border-line-strong bg-raised shadow-high"
    >
      {children}
    </dialog>
  );
}
