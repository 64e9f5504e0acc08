"use strict";
(function () {
  var progress = document.getElementById("progress");
  var words = {
    waiting: "Waiting for your wallet.",
    fetched: "Your wallet has the request. Agree there to go on.",
    verified: "Thank you. You are signed in; taking you back.",
  };
  var misses = 0;
  function say(text) {
    if (progress.textContent !== text) {
      progress.textContent = text;
    }
  }
  function look() {
    fetch(location.pathname, { headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store" })
      .then(function (answer) {
        // A market that does not answer just now is asked again; every other state has words or a page.
        if (answer.status >= 500) {
          throw new Error("unavailable");
        }
        return answer.json();
      })
      .then(function (login) {
        misses = 0;
        if (login.state === "verified") {
          say(words.verified);
          location.replace(login.next);
        } else if (words[login.state] && login.openid4vp === progress.dataset.openid4vp) {
          say(words[login.state]);
          setTimeout(look, 1500);
        } else {
          location.reload();
        }
      })
      .catch(function () {
        misses += 1;
        say(misses > 3 ? "This page cannot reach the market just now. It keeps trying." : progress.textContent);
        setTimeout(look, 3000);
      });
  }
  if (progress) {
    progress.dataset.openid4vp = document.querySelector("a.button").getAttribute("href");
    setTimeout(look, 1500);
  }
})();
