@rem npm runs the commands of package.json with "exec", so that no shell keeps signals from them; cmd has none.
@%*
