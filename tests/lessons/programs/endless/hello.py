print('hello', flush=True)
while True:
    pass
