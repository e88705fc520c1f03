import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `npm run dev` asks the daemon at this socket (`docktor status --json` names it as daemon.socket).
const socketPath = process.env["DOCKTOR_SOCKET"];

export default defineConfig({
  base: "./",
  plugins: [react(), tailwind()],
  build: {
    target: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: socketPath ? { proxy: { "/api": { target: { socketPath, host: "localhost", port: 80 } } } } : {},
});
