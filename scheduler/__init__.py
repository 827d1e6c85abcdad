"""What to say unasked, and when: the pure planner, the tick that decides, the weekly cycle and the morning statement."""
