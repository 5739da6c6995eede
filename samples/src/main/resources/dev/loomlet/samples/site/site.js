document.getElementById('script').textContent =
    'The script has run; the heading is ' + getComputedStyle(document.querySelector('h1')).color + '.';
