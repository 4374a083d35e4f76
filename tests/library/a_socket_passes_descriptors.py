# Ancillary data: a pipe's end sent through a socket pair is a descriptor of its own at the other end.
import array
import os
import socket

left, right = socket.socketpair()
read, write = os.pipe()
left.sendmsg([b"take ", b"this"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [write]))])
data, ancillary, flags, address = right.recvmsg(100, socket.CMSG_SPACE(4))
print(data, len(ancillary), ancillary[0][:2] == (socket.SOL_SOCKET, socket.SCM_RIGHTS))   # expect: b'take this' 1 True
passed = array.array("i")
passed.frombytes(ancillary[0][2])
os.write(passed[0], b"through the copy")
print(os.read(read, 100), passed[0] != write)   # expect: b'through the copy' True
buffers = [bytearray(3), bytearray(10)]
left.sendmsg([b"abc", b"def"])
print(right.recvmsg_into(buffers)[0], buffers)   # expect: 6 [bytearray(b'abc'), bytearray(b'def\x00\x00\x00\x00\x00\x00\x00')]
try:
    right.recv(1, socket.MSG_DONTWAIT)
except BlockingIOError as e:
    print(type(e).__name__)   # expect: BlockingIOError
for fd in (read, write, passed[0]):
    os.close(fd)
left.close()
right.close()
