// What pages need to feel alive; each works without it. Behaviour hangs on data- attributes, never on ids.
import { buildSurveys } from "./builder.js";
import { answerSurveys } from "./answer.js";
import { watchTextsThatSaveThemselves } from "./dialogue.js";
import { listenForDialogs } from "./dialogs.js";
import { sendFormsThemselves } from "./forms.js";
import { listenForKeys } from "./keys.js";
import { keepLogs } from "./log.js";
import { saveWhileWriting } from "./parts.js";
import { listenForSearch } from "./search.js";
import { listenForTheme } from "./theme.js";

buildSurveys();
listenForTheme();
listenForDialogs();
watchTextsThatSaveThemselves();
sendFormsThemselves();
listenForKeys();
keepLogs();
saveWhileWriting();
listenForSearch();
answerSurveys();
document.querySelector("[data-focus]")?.focus();
