// What pages need to feel alive; each works without it. Behaviour hangs on data- attributes, never on ids.
import { watchTextsThatSaveThemselves } from "./dialogue.js";
import { listenForDialogs } from "./dialogs.js";
import { sendFormsThemselves } from "./forms.js";
import { listenForKeys } from "./keys.js";
import { keepLogs } from "./log.js";
import { saveWhileWriting } from "./parts.js";
import { listenForSearch } from "./search.js";
import { listenForTheme } from "./theme.js";

listenForTheme();
listenForDialogs();
watchTextsThatSaveThemselves();
sendFormsThemselves();
listenForKeys();
keepLogs();
saveWhileWriting();
listenForSearch();
document.querySelector("[data-focus]")?.focus();
