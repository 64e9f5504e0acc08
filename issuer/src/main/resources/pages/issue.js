// Looks whether the credential was shown, and goes on when it was. Without this script the page's own button does.
const place = document.querySelector("[data-state]");
const say = document.getElementById("progress");
let misses = 0;
async function look() {
  try {
    const answer = await fetch(place.dataset.state, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      misses = 0;
      const { state, says } = await answer.json();
      // A text that stays is not said again.
      if (say && says && say.textContent !== says) {
        say.textContent = says;
      }
      if (state === "ready" || state === "over") {
        location.reload();
        return;
      }
    } else {
      misses += 1;
    }
  } catch {
    misses += 1;
  }
  // The next look may find the service again.
  if (say && misses > 3) {
    say.textContent = "This page cannot reach the issuer just now. It keeps trying.";
  }
  setTimeout(look, 2000);
}
if (place) {
  setTimeout(look, 2000);
}
