"""The frame of a section: its anchor and its heading. Other templates extend it and fill its body.

::

    {% extends "components/section/template.html" %}
    {% set name, title = "parts", gettext("All parts") %}
    {% block body %}…{% endblock %}
"""
