// Looks whether the credential was shown, and goes on when it was. Without this script the page's own button does.
const place = document.querySelector("[data-state]");
const say = document.getElementById("progress");
async function look() {
  try {
    const answer = await fetch(place.dataset.state, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const { state, says } = await answer.json();
      if (say && says) {
        say.textContent = says;
      }
      if (state === "ready" || state === "over") {
        location.reload();
        return;
      }
    }
  } catch {
    // The next look may find the service again.
  }
  setTimeout(look, 2000);
}
if (place) {
  setTimeout(look, 2000);
}
