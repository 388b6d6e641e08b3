# SPDX-License-Identifier: Apache-2.0
"""The verb batch, on a dozen issues."""
import issues

issues.main (12, instants=(4,))
