"""A curriculum in which nothing is wrong: what the examples of the rules change, one place each."""

FILES = {
    "curriculum.yaml": """\
id: tea
title: Making tea
version: 1.0.0
licence: CC0
settling: {book: 0.5}
areas:
  - {id: tea, title: Tea}
sources:
  - {id: club, title: The tea club}
""",
    "topics/tea.yaml": """\
- id: boiling
  title: Boiling water
  aliases: [kettle]
  working:
    can: heat water to the temperature asked for
  rigorous:
    can: derive the boiling point from the height above the sea
- id: pouring
  title: Pouring
  working:
    can: pour without a drip
- id: brewing
  title: Brewing a pot
  intuition:
    can: say what time and temperature do to the taste
  working:
    can: brew a pot to taste
    requires:
      - boiling: each tea wants water of its own temperature
- id: hosting
  title: Hosting
  working:
    can: keep a table of guests in tea
- id: serving
  title: Serving
  working:
    can: bring a pot and cups to the table
    requires:
      - brewing: one serves what one has brewed
""",
    "resources/tea-book.yaml": """\
id: tea-book
title: The Book of Tea
kind: book
url: https://example.org/book
sources: [club]
exercises: true
pace: {minutes_per_page: 4, why: "short recipes, to be tried"}
units:
  - {id: ch1, title: Water, pages: 10, teaches: [boiling]}
  - {id: ch2, title: Pots, pages: 20, teaches: [brewing]}
  - {id: ch3, title: Cups, pages: 10, teaches: [serving]}
  - {id: ch4, title: The wrist, pages: 5, teaches: [pouring]}
""",
    "resources/tea-course.yaml": """\
id: tea-course
title: A course in tea
kind: course
url: https://example.org/course
sources: [club]
exercises: true
proves: true
pace: {hours: stated, why: the club's own figure}
hours: 3
teaches: [boiling@rigorous, brewing, serving]
""",
    "resources/tea-party.yaml": """\
id: tea-party
title: A tea party of your own
kind: project
url: https://example.org/party
pace: {hours: estimate, why: an afternoon}
hours: 3
teaches: [hosting]
requires: [serving, pouring]
""",
    "goals.yaml": """\
- id: host
  title: Host
  can: make tea for guests
  requires: [serving]
""",
}
