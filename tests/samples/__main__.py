"""Write every sample workbook: ``python -m tests.samples [FOLDER]``."""

import sys
from pathlib import Path

from tests.samples.write import INPUTS, write_samples

write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else INPUTS)
