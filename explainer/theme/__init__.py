"""The look of the site: templates, styles and the one small script of the crisis pages."""
