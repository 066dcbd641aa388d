print('helo'
