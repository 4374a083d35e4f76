import subprocess, sys
done = subprocess.run(["/bin/echo", "hello"], capture_output=True, text=True)
print(done.returncode, repr(done.stdout), repr(done.stderr), done.args)
# expect: 0 'hello\n' '' ['/bin/echo', 'hello']
print(subprocess.run(["/bin/sh", "-c", "exit 3"]).returncode, subprocess.check_output(["/bin/cat"], input=b"piped"), subprocess.run("echo $((1+2))", shell=True, capture_output=True, text=True).stdout.strip())
# expect: 3 b'piped' 3
try: subprocess.run(["/bin/false"], check=True)
except subprocess.CalledProcessError as e: print(e)
# expect: Command '['/bin/false']' returned non-zero exit status 1.
try: subprocess.run(["/no/such/program"])
except FileNotFoundError as e: print(e)  # expect: [Errno 2] No such file or directory: '/no/such/program'
try: subprocess.run(["/bin/sleep", "10"], timeout=0.05)
except subprocess.TimeoutExpired as e: print(type(e).__name__)  # expect: TimeoutExpired
p = subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(p.communicate(b"through cat"), p.returncode, p.poll())  # expect: (b'through cat', None) 0 0
print(subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True).stdout)
# expect: 42
# expect:
