import "./page.css";

import { createRoot } from "react-dom/client";

import { App } from "./App";
import { connect } from "./live/connect";
import { applyTheme } from "./theme";

applyTheme();
connect();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
