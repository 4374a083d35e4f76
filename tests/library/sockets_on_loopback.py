import socket, threading, select
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 0))
server.listen()
port = server.getsockname()[1]
def serve():
    conn, addr = server.accept()
    with conn:
        while data := conn.recv(1024): conn.sendall(data.upper())
t = threading.Thread(target=serve)
t.start()
with socket.create_connection(("127.0.0.1", port)) as c:
    c.sendall(b"hello")
    print(c.recv(100), c.getpeername()[0])  # expect: b'HELLO' 127.0.0.1
    c.shutdown(socket.SHUT_WR)
    print(c.recv(100))  # expect: b''
t.join()
server.close()
a, b = socket.socketpair()
a.send(b"x" * 10)
print(b.recv(4), b.recv(100), select.select([b], [a], [], 0)[0] == [])  # expect: b'xxxx' b'xxxxxx' True
b.settimeout(0.01)
try: b.recv(1)
except TimeoutError as e: print(e)  # expect: timed out
b.setblocking(False)
try: b.recv(1)
except BlockingIOError as e: print(type(e).__name__)  # expect: BlockingIOError
a.close()
b.setblocking(True)
print(b.recv(1), b.fileno() >= 0)  # expect: b'' True
b.close()
print(b.fileno())  # expect: -1
try: socket.create_connection(("127.0.0.1", port), timeout=1)
except ConnectionRefusedError as e: print(type(e).__name__)  # expect: ConnectionRefusedError
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(("127.0.0.1", 0))
v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
v.sendto(b"datagram", u.getsockname())
print(u.recvfrom(100)[0], socket.inet_aton("1.2.3.4"), socket.htons(1), socket.gethostname() != "")
# expect: b'datagram' b'\x01\x02\x03\x04' 256 True
u.close(); v.close()
import selectors
s = selectors.DefaultSelector()
r, w = socket.socketpair()
s.register(r, selectors.EVENT_READ, "data")
print(s.select(0), w.send(b"1"), [(k.data, e) for k, e in s.select(1)], len(s.get_map()))
# expect: [] 1 [('data', 1)] 1
s.unregister(r); s.close(); r.close(); w.close()
