/* The tablet is with a client now. Pages of staff in other tabs of this browser hear it as they hear
   that somebody signed out: they cover themselves, and ask the server, which leads them here. */
new BroadcastChannel("staff-session").postMessage("signed out");
