"""The whole trip from a folder of feedback to a site, and the only hand that writes one."""
