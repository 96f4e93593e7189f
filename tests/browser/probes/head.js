// One h1, the language of the page, and nothing that leads away by itself.
(lang) => {
  const wrong = [];
  const count = document.querySelectorAll("h1").length;
  if (count !== 1) wrong.push(`${count} h1`);
  if (document.documentElement.lang.toLowerCase() !== lang.toLowerCase()) wrong.push(`lang is ${document.documentElement.lang}, not ${lang}`);
  if (!document.title.trim() || document.title.trim().startsWith("–")) wrong.push("no title");
  for (const refresh of document.querySelectorAll("meta[http-equiv=refresh i]")) wrong.push(`refresh: ${refresh.content}`);
  return wrong;
}
