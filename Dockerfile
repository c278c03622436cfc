# planbook without a Python of one's own:  docker build -t planbook .  then  docker run --rm -v "$PWD":/book planbook build
FROM python:3.11-slim
WORKDIR /opt/planbook
COPY requirements.lock ./
RUN python -m pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN python -m pip install --no-cache-dir --no-deps --no-build-isolation .
WORKDIR /book
ENTRYPOINT ["planbook"]
CMD ["--help"]
