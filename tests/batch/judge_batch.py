# SPDX-License-Identifier: Apache-2.0
"""The verb batch, on a hundred issues, ended at many instants."""
import issues

issues.main (100, instants=(1, 10, 50, 95))
