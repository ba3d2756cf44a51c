Console.WriteLine("PaperLedge");
