"""`ivr bench media`: what the media plane costs against the kernel's own floor, and its bars."""
