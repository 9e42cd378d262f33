"""What is in the house and the car, what each can do, how to reach it, and the proof that it was done."""
