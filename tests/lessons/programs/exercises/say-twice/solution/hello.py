print('hello')
print('hello')
