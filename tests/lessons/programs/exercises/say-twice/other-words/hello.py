print('hello')
print('good-bye')
