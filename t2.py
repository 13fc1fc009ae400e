import time; t=time.time()
import samestory as ss
from samestory.text import sentences
import random
# cover
bad=0
random.seed(1)
al=["a","B","."," ","\n","\r\n","\t","!","…","😀","e\u0301","\u200d","—","«","»","\"","ب","。","?","\u00a0","\u2028","1","-","(",")","•","\u200b","\ufeff","\x0b"]
for k in range(6000):
    s="".join(random.choice(al) for _ in range(random.randint(1,25)))
    sp=sentences(s,random.choice(["en","sv","ar",None]))
    last=0
    for b,e in sp:
        if s[last:b].strip() or not b<e or b<last: bad+=1; print(repr(s),sp); break
        last=e
    else:
        if s[last:].strip(): bad+=1; print("tail",repr(s),sp)
    if bad>8: break
print("bad",bad)
