"""mlpath in the browser, on this machine only: a server on 127.0.0.1, its guard, its pages and its JSON.

The same use cases as the command line, through `mlpath.app.App`. Pages are rendered here and read without JavaScript;
every change goes through the JSON interface and needs a token. Nothing is fetched from elsewhere, and nothing here is
imported before `mlpath serve` runs.

No htmx: it would put text into the page as HTML, which the content policy (trusted types, none allowed) forbids. A
script of ours, a page long, does what is needed: it posts JSON, and shows the page anew as the server renders it.
"""
