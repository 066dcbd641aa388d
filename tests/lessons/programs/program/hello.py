print('hello')
if True
    import thrading
