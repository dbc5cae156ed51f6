"""No word of ours is left that a translator would never see: in a language that nobody speaks, all of them show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from explainer.commands.terminal import told
from explainer.outputs.atom import feed_xml
from explainer.outputs.status import status_of
from explainer.render.regions import REGIONS
from explainer.render.view import View
from tests.language.pictures import VIEWS
from tests.support.pseudo import bracketed, unwrapped
