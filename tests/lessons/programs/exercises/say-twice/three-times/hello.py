print('hello')
print('hello')
print('hello')
